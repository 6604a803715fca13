"""The OpenAPI schema of the tables, made of their columns: what has no column has no place in it."""

from drf_spectacular.openapi import AutoSchema

from opendata.columns import in_language

from .paging import LIMIT, MOST
from .problems import CONTENT_TYPE, WHY

TYPES = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
}
ADDRESS = {"type": "string", "format": "uri"}
WORDS = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": r"^[^\x00-\x1f\x7f\ud800-\udfff]*$"}
MARK = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}


class TableSchema(AutoSchema):
    """The schema of a view that describes its own operation by `operation()`; others have no part in it."""

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        describe = getattr(self.view, "operation", None)
        return describe() if describe else None


def only_api(endpoints, **_kwargs):
    """The addresses of the API alone."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


def both(text):
    """A text in both languages, one under the other."""
    chinese, english = in_language("zh-hans", text), in_language("en", text)
    return f"{chinese}\n\n{english}" if english != chinese else chinese


def or_null(schema):
    """The same, or null."""
    nullable = schema | {"type": [schema["type"], "null"]}
    return nullable | {"enum": [*schema["enum"], None]} if "enum" in schema else nullable


def reference(name):
    return {"$ref": f"#/components/schemas/{name}"}


def component_name(dataset):
    return dataset.kind.capitalize()


def row_schema(dataset, labelled):
    """One row as an object; `labelled` are the tables whose rows have labels."""
    site = {
        "key": {"type": "string", "description": "行的标识。\n\nWhat names the row."},
        "url": ADDRESS | {"description": "本行在接口中的地址。\n\nIts address in the API."},
        "page": ADDRESS | {"description": "网页（中文）。\n\nThe page for readers, in Chinese."},
        "page_en": ADDRESS | {"description": "网页（英文）。\n\nThe page for readers, in English."},
    }
    values = {}
    for column in dataset.columns:
        values |= properties(column, column.key in dataset.key, labelled)
    links = {column.key: link(column) for column in dataset.columns if column.refers}
    links |= {name: ADDRESS for name, _address in dataset.related}
    return closed(site | values | {"links": closed(links)})


def closed(found):
    """An object with exactly these members."""
    return {"type": "object", "properties": found, "required": list(found), "additionalProperties": False}


def properties(column, is_key, labelled):
    """The members of a row that a column makes: its value, and the labels of what is coded or led to."""
    about = {"description": f"{column.title}。{in_language('zh-hans', column.meaning)}\n\n"}
    about["description"] += f"{column.title_en}. {in_language('en', column.meaning)}".strip()
    label = {"type": ["string", "null"]}
    if column.several:
        value, label = {"type": "array", "items": {"type": "string"}} | about, {"type": "array", "items": label}
    else:
        value = TYPES[column.type] | about
        if column.choices:
            value["enum"] = [each for each, _label in column.choices]
        value = value if is_key else or_null(value)
    if not column.choices and column.refers not in labelled:
        return {column.key: value}
    return {column.key: value, f"{column.key}_label": label, f"{column.key}_label_en": label}


def link(column):
    return {"type": "array", "items": ADDRESS} if column.several else or_null(ADDRESS)


def list_schema(dataset):
    """One page of a table."""
    next_page = "下一页；没有时为 null。\n\nThe next page; null on the last."
    previous = "上一页；没有时为 null。\n\nThe page before; null on the first."
    version = "公开数据的版本号，随每次变动增大。\n\nRises with every change of the public data."
    return closed(
        {
            "count": {"type": "integer", "description": "总行数。\n\nHow many rows there are in all."},
            "next": or_null(ADDRESS) | {"description": next_page},
            "previous": or_null(ADDRESS) | {"description": previous},
            "data_version": {"type": "integer", "description": version},
            "rows": {"type": "array", "items": reference(component_name(dataset))},
        }
    )


PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail", "detail_en"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "detail_en": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "value", "detail", "detail_en"],
                "properties": {
                    "parameter": {"type": "string"},
                    "value": {"type": "string"},
                    "detail": {"type": "string"},
                    "detail_en": {"type": "string"},
                    "known": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
        "withdrawn_on": {"type": "string", "format": "date"},
        "reason": {"type": "string"},
        "request": {"type": "string"},
    },
}


def header(text, schema):
    return {"description": text, "schema": schema}


NUMBERED = {"X-Request-ID": header("本次请求的编号。\n\nThe number of the request.", {"type": "string"})}
MARKS = NUMBERED | {"ETag": header("放入 If-None-Match。\n\nTo be sent as If-None-Match.", {"type": "string"})}
WAIT = {"Retry-After": header("秒。\n\nSeconds.", {"type": "integer"})}


def responses(schema, example, *errors):
    """The answers of an operation: 200 with an example, and the errors it may have."""
    content = {"schema": schema} | ({"example": example} if example is not None else {})
    found = {"200": {"description": "OK", "headers": MARKS, "content": {"application/json": content}}}
    found["304"] = {"description": "没有变化。\n\nNothing has changed.", "headers": MARKS}
    for status in sorted({*errors, 406, 429, 500}):
        answer = {"description": both(WHY[status]), "content": {CONTENT_TYPE: {"schema": reference("Problem")}}}
        found[str(status)] = answer | {"headers": NUMBERED | (WAIT if status == 429 else {})}
    return found


def operation(dataset, name, texts, parameters, answers):
    """What a table does at one address; `texts` are its title in both languages, as a pattern of the table's."""
    chinese, english = in_language("zh-hans", dataset.title), in_language("en", dataset.title)
    return {
        "operationId": name,
        "tags": [dataset.name],
        "summary": texts.format(chinese, english),
        "description": both(dataset.about),
        "parameters": [*parameters],
        "responses": answers,
    }


def filters(dataset, names, free):
    """The filters of these names as parameters; those of `free` hold words."""
    for parameter in dataset.parameters:
        if parameter["name"] in names:
            schema = values_of(parameter) if parameter["name"] not in free else WORDS
            about = [both(text) for text in (parameter["label"], parameter["hint"]) if text]
            yield in_query(parameter["name"], schema, "\n\n".join(about))


def values_of(parameter):
    values = [value for value, _label in parameter["values"]]
    if values:
        return {"type": "string", "enum": values}
    return TYPES["date" if parameter["is_day"] else "string"]


def in_query(name, schema, description):
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def paging():
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}
    yield in_query(
        "after", MARK, "从 next 中取得，表示从哪一行之后开始。\n\nTaken from “next”: after which row to go on."
    )
    yield in_query("limit", limit, "每页行数。\n\nRows on a page.")


def in_path(column):
    """A part of the name of a row, in the path."""
    schema = {"type": "string"} | ({"pattern": "^[0-9]+$"} if column.type == "integer" else {})
    description = f"{column.title}\n\n{column.title_en}"
    return {"name": column.key, "in": "path", "required": True, "schema": schema, "description": description}
