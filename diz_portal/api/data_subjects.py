"""Tokens and webhooks are of organisations; what passes through them holds no words of people."""

from diz_portal.privacy.kinds import elsewhere
from diz_portal.privacy.mentions import places

from .models import Answered, Token, Webhook

elsewhere(Token, "Accounts of staff, who can see and revoke their own tokens.")
elsewhere(Webhook, "Accounts of staff, who can see and stop their own webhooks.")
elsewhere(Answered, "Responses to programs, for 2 days.")
places.made_here(Token, "hashed ending scopes", "Made by the portal, or chosen from a list.")
places.made_here(Answered, "key asked headers sealed", "For programs, for 2 days.")
places.made_here(Webhook, "kinds secret former_secret", "Made here, or chosen from a list.")
places.room(Token, Webhook, name="API", read=places.staff)
