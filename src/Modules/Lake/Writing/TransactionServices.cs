using Talentys.Lake.Designs;
using Talentys.Lake.Reading;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Writing;

/// <summary>What every transaction needs.</summary>
internal sealed record TransactionServices(
    WriteServices Writing,
    TableStore Store,
    TablePlaces Places,
    TableReader Reader,
    MetadataTables.MetadataTables MetadataTables,
    TableDesigner Designer,
    DroppedTables Dropped,
    TableShapes Shapes,
    RestCatalog.NamespaceStore Schemas,
    TimeProvider Clock);
