"""The routes of the API: parameters and answers over HTTP. The modules beside this folder do the work."""
