using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Talentys.Web;

/// <summary>What the description of the API says beyond what the endpoints tell.</summary>
internal static class ApiDescription
{
    internal static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Talentys Data Platform";
            document.Info.Version = ProductVersion.Current;
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<PageRequest.Paged>().Any())
            {
                (operation.Parameters ??= []).Add(Parameter("limit", JsonSchemaType.Integer, "1 to 1000; 100 when not given"));
                operation.Parameters.Add(Parameter("cursor", JsonSchemaType.String, "`next` of the part before"));
            }

            context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiExample>().FirstOrDefault()?.AddTo(operation);
            return Task.CompletedTask;
        });
    }

    private static OpenApiParameter Parameter(string name, JsonSchemaType type, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Schema = new OpenApiSchema { Type = type },
    };
}
