"""What the commands take: tables of options, and the help, manual pages and completion that are made from them."""
