"""Who needs a better connection, and where: businesses that say so, companies of the register, and
the connections that people have. Nobody is named to the public: areas are counted."""
