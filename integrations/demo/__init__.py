"""Made-up data to try the application with: two finished cycles by import, one running by the services.

`people` says who works here, `past` makes the sheets of the finished cycles, `running` plays the current one.
Everything follows from a seed and the day it is made.
"""
