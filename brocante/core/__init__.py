"""Foundation that knows no feature and no Flask: database, time, errors, units, places."""
