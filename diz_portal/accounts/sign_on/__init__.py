"""Council single sign-on (OpenID Connect): what is asked, what is checked, who gets in.

`wire` asks the provider; `tokens` reads what it answered; `provider` puts both in the place of
allauth's own; `arrivals` decides what becomes of somebody who has come back; `services` keeps
which account is connected to whom.
"""
