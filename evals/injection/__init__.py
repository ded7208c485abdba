"""Prompt injection: are planted orders quoted as answers, or obeyed?"""
