"""What a vignette may say, one module for each subject. A module declares its steps, expectations and refusals."""
