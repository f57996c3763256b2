"""People who sign in, the organisers they work for, sessions and sign-in links."""
