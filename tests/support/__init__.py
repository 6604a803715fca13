"""What tests share: casts, factories, assertions, files, mail servers and drivers of the browser."""
