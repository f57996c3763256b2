"""Stock lists: any file a company has, read and understood as the lines it offers."""
