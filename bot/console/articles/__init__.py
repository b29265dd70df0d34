"""What the bot knows: its articles from draft to approval, and what nobody could answer."""
