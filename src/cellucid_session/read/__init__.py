"""The open session: chunks decoded when they are asked for, and the views of what they hold."""
