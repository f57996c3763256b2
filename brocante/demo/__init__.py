"""The demonstration edition, built through the services, so that it obeys every rule."""
