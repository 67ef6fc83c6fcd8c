"""What patients say, moderated, beside the figures and with the same standing."""
