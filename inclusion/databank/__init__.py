"""The databank: batches of SIM cards and vouchers, every MB in an account."""
