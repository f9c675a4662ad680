"""The catalogue as tools for an assistant (Model Context Protocol): read only, stdio and HTTP."""
