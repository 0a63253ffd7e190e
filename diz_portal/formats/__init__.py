"""How Django itself writes days and hours, such as in the admin's lists."""
