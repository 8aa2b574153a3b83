using Talentys.TestSupport;

namespace Talentys.Lake.Tests.Stores;

/// <summary>On a store that refuses conditional writes and wants older checksums.</summary>
public sealed class S3StoreWithoutConditionsTests : ObjectStoreContract
{
    protected override bool IsAtomic => false;

    protected override int Many => 120;

    protected override async Task<(object Store, string Root)> OpenAsync()
    {
        var server = await SwiftServer.SharedAsync();
        return (SwiftStores.Of(server.Options(server.Endpoint(conditional: false)), Folder.Folders), $"s3://{await server.CreateBucketAsync()}");
    }
}
