"""Failures inside given/when/then tell what was compared."""

import pytest

pytest.register_assert_rewrite("given")
