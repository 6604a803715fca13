"""The pages of the desk for ministry staff and province officers."""
