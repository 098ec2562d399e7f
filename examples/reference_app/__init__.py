"""The reference deployment of netsoft: brokers work in it, the publisher bills with it.

Layers, imports going down only: settings, storage, services, web, app, command line.
"""
