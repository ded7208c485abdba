"""What readers said of answers, on its way to gold cases."""
