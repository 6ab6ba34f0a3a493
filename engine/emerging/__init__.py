"""What is about to rise: the formula score and the learned breakout score, for tracks and artists."""
