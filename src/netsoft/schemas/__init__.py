"""JSON Schemas (2020-12) of facts and answers: ``netsoft schema NAME`` prints one."""
