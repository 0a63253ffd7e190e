import os

# What judges our open data brings lxml, which openpyxl would take where it finds it; the portal as
# it is installed has none.
os.environ["OPENPYXL_LXML"] = "False"
