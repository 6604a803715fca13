"""What tests make: records of each feature, files in every form, mail servers."""
