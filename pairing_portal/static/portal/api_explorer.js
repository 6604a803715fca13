// The API in Swagger UI. The address of its description stands in the page, where no script may stand.
addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("api-explorer");
  SwaggerUIBundle({
    domNode: place,
    url: place.dataset.schema,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    tryItOutEnabled: true,
    validatorUrl: null,
  });
});
