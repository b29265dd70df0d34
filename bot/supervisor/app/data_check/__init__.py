"""Looks for mistakes in the files people edit: every one of them, with file and line."""

from bot.supervisor.app.data_check.company import NO_HELPDESK, CompanyFiles, problems, remarks
from bot.supervisor.app.data_check.problem import Problem

__all__ = ["NO_HELPDESK", "CompanyFiles", "Problem", "problems", "remarks"]
