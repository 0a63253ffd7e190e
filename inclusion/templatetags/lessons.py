from django import template

from inclusion.learning import lesson_text

register = template.Library()
register.filter("lesson_text", lesson_text.as_html)
