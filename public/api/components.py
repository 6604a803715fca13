"""What the schema of the API refers to, and what it says of itself."""

from opendata.api.schema import ADDRESS, PROBLEM, closed, component_name, list_schema, row_schema

from .resources import LABELLED, RESOURCES

ABOUT = (
    "只读，无需注册。列表每页 25 行，`next` 为下一页；代码旁附中英文名称；不认识的参数一律拒绝并说明。"
    "条目页面地址加 `.json` 得到同样内容，如 `/pairs/2-11.json`。\n\n"
    "Reading only, without registration. Lists come 25 rows a page and name the next one; beside each code stand its "
    "labels in both languages; what is not known is refused with what is. The page of one thing with `.json` in place "
    "of its last stroke gives the same object, for example `/pairs/2-11.json`."
)


TEXT = {"type": "string"}
IN_ROOT = closed({"url": ADDRESS, "title": TEXT, "title_en": TEXT, "count": {"type": "integer"}})
ROOT = closed(
    {
        "resources": {"type": "object", "additionalProperties": IN_ROOT},
        "documentation": ADDRESS,
        "schema": ADDRESS,
        "changes": ADDRESS,
        "rights": TEXT,
        "rights_en": TEXT,
        "data_version": {"type": "integer"},
    }
)


def add_components(result, **_kwargs):
    """Name the objects to which the operations refer."""
    found = {"Problem": PROBLEM, "Root": ROOT}
    for resource in RESOURCES.values():
        table = resource.full_table
        found[component_name(table)] = row_schema(table, LABELLED)
        found[f"{component_name(table)}List"] = list_schema(table)
    result["components"] = {"schemas": found}
    result["info"]["description"] = ABOUT
    return result
