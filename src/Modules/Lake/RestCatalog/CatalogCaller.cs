using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Talentys.Kernel;
using Talentys.Lake.Tables;
using Talentys.Web;

namespace Talentys.Lake.RestCatalog;

/// <summary>Who asks the catalog, and the environment that the prefix in the address names; the default one without. Bound by endpoints as a parameter.</summary>
internal sealed record CatalogCaller(Principal Principal, Scope Scope)
{
    /// <summary>Parts of a namespace of several levels in an address.</summary>
    private const char Separator = '\u001F';

    /// <summary>Reads the caller of a request.</summary>
    public static ValueTask<CatalogCaller> BindAsync(HttpContext context)
    {
        var caller = Caller.Of(context, context.GetRouteValue("prefix") as string, "prefix");
        return ValueTask.FromResult(new CatalogCaller(caller.Principal, caller.Scope));
    }

    /// <summary>Hidden schemas hold rejected rows, which readers do not see.</summary>
    public bool SeesHidden => Principal.Is(Roles.Engineer);

    /// <summary>The schema that an address names.</summary>
    /// <exception cref="FaultException">It has several levels, or does not exist for this caller.</exception>
    public string Schema(string named) => Visible(OneLevel(named.Split(Separator), "namespace"));

    /// <summary>The schema that a body names, as a list of levels.</summary>
    public string Schema(RestValue named) => Visible(OneLevel([.. named.Items().Select(part => part.Text())], named.Place));

    /// <summary>The table that a body names.</summary>
    public TableName Table(RestValue named) => new(Schema(named.Need("namespace")), named.Need("name").Text());

    private string Visible(string schema) => SeesHidden || !schema.StartsWith('_') ? schema : throw RestFaults.NoSchema(schema);

    private static string OneLevel(string[] levels, string place)
    {
        if (levels is not [{ Length: > 0 } schema])
        {
            throw RestFaults.Invalid(
                "A namespace has exactly one level here, and a name.", place, "Name a schema, for example sales, without a namespace above or below it.");
        }

        TableNames.Check(new TableName(schema, "table"));
        return schema;
    }
}
