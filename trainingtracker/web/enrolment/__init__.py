"""The pages of whoever takes part: catalogue, requests, changes, what comes next."""
