"""bulletin"""
