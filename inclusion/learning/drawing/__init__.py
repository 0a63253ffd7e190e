"""How our pictures are drawn: a few shapes (`shapes`), put together on a card (`scenes`)."""
