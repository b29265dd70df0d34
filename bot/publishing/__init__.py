"""Publishing: releases of the company's files, which serves, and what a new one must pass."""
