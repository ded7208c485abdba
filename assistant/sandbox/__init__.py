"""Reading and cutting in a process of its own, which a hostile file can end but not hold up."""
