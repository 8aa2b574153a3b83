using System.Text.Json.Nodes;
using Talentys.Kernel;

namespace Talentys.Governance;

/// <summary>A kind of resource that says what people may see: it names what is hidden from others, so that administrators alone read and write it.</summary>
/// <param name="name">Name of the kind.</param>
/// <param name="location">Where its files are.</param>
/// <param name="json">Schema of its files.</param>
internal abstract class AdministratorsKind(string name, string location, string json) : IResourceKind
{
    private readonly JsonObject schema = JsonNode.Parse(json)!.AsObject();

    public string Name => name;

    public string Location => location;

    public JsonObject Schema => schema.DeepClone().AsObject();

    public string ReadingRole => Roles.Administrator;

    public string WritingRole => Roles.Administrator;

    public abstract IEnumerable<Fault> Check(ResourceDocument document);

    public virtual IEnumerable<Fault> CheckTogether(IReadOnlyList<ResourceDocument> documents) => [];
}
