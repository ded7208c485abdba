"""Verification: does a quote support a written sentence?"""
