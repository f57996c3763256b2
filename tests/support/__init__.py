"""What tests of several features lean on: servers, browsers, pictures, checks."""
