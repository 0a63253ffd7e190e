"""What can happen to people who ask for help, their referrals, cases and needs."""
