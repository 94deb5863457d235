"""border"""
