"""What tests share: `factories` make it, `casts` are fixtures of it, `assertions` ask, `browser` works the pages."""
