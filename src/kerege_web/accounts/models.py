"""Storage of agencies and people. A person is a login, an agency and a role; no name, no address."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

from kerege_web.accounts.roles import PEOPLE_ROLES

CODE = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Use small Latin letters, digits and single hyphens.")
LOGIN = RegexValidator(r"^[a-z0-9]+([._-][a-z0-9]+)*$", "Use small Latin letters, digits, and . _ - between them.")


class Agency(models.Model):
    """An authority or organisation that people work for."""

    code = models.CharField(max_length=40, primary_key=True, validators=[CODE])
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("code",)
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.code


class PersonManager(BaseUserManager["Person"]):
    """Finds people by login, whatever the case it is typed in."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this login."""
        return self.get(login=(username or "").lower())


class Person(AbstractBaseUser):
    """Somebody who may sign in."""

    login = models.CharField(max_length=40, unique=True, validators=[LOGIN])
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="people")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in PEOPLE_ROLES])
    language = models.CharField(max_length=5, blank=True, default="")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    is_demonstration = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        ordering = ("login",)
        verbose_name_plural = "people"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in PEOPLE_ROLES]), name="person_role_known"
            ),
        )

    def __str__(self) -> str:
        return self.login
