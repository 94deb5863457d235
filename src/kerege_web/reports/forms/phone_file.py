"""A file that was saved on a reporter's phone."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kerege_web.reports.phone_file import LARGEST_MB


class PhoneFileForm(forms.Form):
    """The file, of up to 60 MB."""

    file = forms.FileField(
        label=gettext_lazy("File from the phone"),
        help_text=gettext_lazy("The one that “Save to a file” on the report page makes."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """No larger than a phone's pictures make it."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_MB * 1_000_000:
            raise forms.ValidationError(
                _("The file is too large. Up to %(mb)d MB can be brought in.") % {"mb": LARGEST_MB}
            )
        return file
