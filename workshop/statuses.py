"""What the statuses of HTTP are called, and what is said where nobody else says more."""

from workshop.wording import N_

TITLES = {
    400: N_("Bad Request"),
    403: N_("Forbidden"),
    404: N_("Not Found"),
    405: N_("Method Not Allowed"),
    409: N_("Conflict"),
    413: N_("Request Entity Too Large"),
    415: N_("Unsupported Media Type"),
    429: N_("Too Many Requests"),
    500: N_("Internal Server Error"),
    503: N_("Service Unavailable"),
}
SENTENCES = {
    400: N_("The request could not be understood. Load the page again and send it once more."),
    404: N_("There is nothing at this address."),
    405: N_("This address does not take that."),
    413: N_("That is too large. Send a smaller file or less text."),
    415: N_("That kind of content is not taken here."),
}
SLUGS = {
    400: "not-understood",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "wrong-content-type",
}
