"""Text planted in documents that gives orders: is it quoted as an answer, is it obeyed?"""
