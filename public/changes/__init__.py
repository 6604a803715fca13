"""What changed in public: a record for each public row, brought up to date by comparing what is public with it."""
