"""Lists of types of universities and of classes such as 双高: read, previewed, imported as one act."""
