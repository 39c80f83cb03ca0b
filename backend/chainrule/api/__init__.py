"""The web service: thin routes over the engine, its pages, and the contract that they keep."""
