"""Speed, measured as ratios against the smallest thing of the same shape in the same run."""
