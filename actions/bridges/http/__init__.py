"""One bridge for any help desk with a JSON API, told by a YAML file how that one speaks."""
