"""The tables and the package as catalogues of open data describe them: DCAT, and schema.org for search engines.

DCAT follows the European profile DCAT-AP; which of its properties are mandatory, a table in the tests lists.
"""

from django.urls import reverse
from django.utils.translation import get_language

from core.addresses import file_address
from core.structured_data import json_ld
from opendata import FORMS
from opendata.columns import in_both
from pairs.pairs.batch_tables import RIGHTS

from .describing import ABOUT, KEYWORDS, TITLE, citation, publisher, site_address

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
IANA = "https://www.iana.org/assignments/media-types/"
LANGUAGES = [{"@id": f"http://publications.europa.eu/resource/authority/language/{code}"} for code in ("ZHO", "ENG")]
OPEN = {"@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC"}
ZIP = "application/zip"


def dcat(tables, package, origin):
    """The catalogue: the package first, then each table with its three forms."""
    here = site_address(reverse("catalog"), origin)
    found = [dcat_table(table, origin) for table in tables]
    return {
        "@context": CONTEXT,
        "@id": here,
        "@type": "dcat:Catalog",
        "dct:title": both_languages(TITLE),
        "dct:description": both_languages(ABOUT),
        "dct:publisher": agent(origin),
        "dct:language": LANGUAGES,
        "dct:license": rights(origin),
        "foaf:homepage": {"@id": site_address(reverse("data"), origin)},
        **({"dct:modified": moment(package.built_at)} if package else {}),
        "dcat:dataset": [dcat_package(package, origin), *found] if package else found,
    }


def dcat_dataset(address, title, about, distributions, origin):
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:title": both_languages(title),
        "dct:description": both_languages(about),
        "dct:publisher": agent(origin),
        "dct:language": LANGUAGES,
        "dct:accessRights": OPEN,
        "dcat:keyword": KEYWORDS,
        "dcat:distribution": distributions,
    }


def dcat_package(package, origin):
    address = site_address(reverse("package"), origin)
    checksum = {
        "@type": "spdx:Checksum",
        "spdx:algorithm": {"@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"},
        "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": package.sha256},
    }
    size = {"@type": "xsd:nonNegativeInteger", "@value": str(package.size)}
    file = distribution(address, ZIP, origin) | {"dcat:byteSize": size, "spdx:checksum": checksum}
    facts = {"dct:modified": moment(package.built_at), "dcat:version": str(package.data_version)}
    return dcat_dataset(f"{address}#dataset", TITLE, ABOUT, [file], origin) | facts


def dcat_table(table, origin):
    files = [distribution(file_of(table, form, origin), kind, origin) for form, kind in FORMS.items()]
    page = site_address(reverse("data"), origin)
    return dcat_dataset(f"{page}#{table.name}", table.title, table.about, files, origin)


def distribution(address, kind, origin):
    return {
        "@id": f"{address}#file",
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": site_address(reverse("data"), origin)},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": IANA + kind.partition(";")[0]},
        "dct:license": rights(origin),
    }


def agent(origin):
    names = [language_tagged("zh", publisher()), language_tagged("en", publisher("_en"))]
    return {"@id": site_address("/#publisher", origin), "@type": "foaf:Agent", "foaf:name": names}


def rights(origin):
    """Where the page of the data says what may be done with them."""
    return {"@id": site_address(f"{reverse('data')}#rights", origin)}


def both_languages(text):
    chinese, english = in_both("", text).values()
    return [language_tagged("zh", chinese), language_tagged("en", english)]


def language_tagged(language, text):
    return {"@language": language, "@value": text}


def moment(at):
    return {"@type": "xsd:dateTime", "@value": at.isoformat()}


def file_of(table, form, origin):
    return site_address(file_address(table.download, form), origin)


def schema_org(tables, package, origin):
    """The package as a schema.org Dataset in the reader's language, with the tables as its parts."""
    page = site_address(reverse("data"), origin)
    suffix = "" if get_language() == "zh-hans" else "_en"
    facts = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{page}#dataset",
        "url": page,
        "name": str(TITLE),
        "description": str(ABOUT),
        "inLanguage": ["zh-Hans", "en"],
        "keywords": KEYWORDS,
        "license": f"{page}#rights",
        "usageInfo": str(RIGHTS),
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": publisher(suffix), "url": site_address("/", origin)},
        "includedInDataCatalog": {"@type": "DataCatalog", "url": site_address(reverse("catalog"), origin)},
        "hasPart": [part(table, page, origin) for table in tables],
    }
    return facts | (schema_org_file(package, suffix, origin) if package else {})


def schema_org_file(package, suffix, origin):
    file = {
        "@type": "DataDownload",
        "encodingFormat": ZIP,
        "contentUrl": site_address(reverse("package"), origin),
        "contentSize": str(package.size),
        "sha256": package.sha256,
    }
    return {
        "version": str(package.data_version),
        "dateModified": package.built_at.isoformat(),
        "creditText": citation(package, origin)[f"citation{suffix}"],
        "distribution": [file],
    }


def part(table, page, origin):
    files = [
        {"@type": "DataDownload", "encodingFormat": kind.partition(";")[0], "contentUrl": file_of(table, form, origin)}
        for form, kind in FORMS.items()
    ]
    about = {"name": str(table.title), "description": str(table.about), "license": f"{page}#rights"}
    return {"@type": "Dataset", **about, "url": f"{page}#{table.name}", "distribution": files}


def structured(tables, package, origin):
    """The facts for machines, in the reader's language, as an element of the page."""
    return json_ld(schema_org(tables, package, origin))
