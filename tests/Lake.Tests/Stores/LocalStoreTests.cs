using Talentys.Lake.Stores;

namespace Talentys.Lake.Tests.Stores;

public sealed class LocalStoreTests : ObjectStoreContract
{
    protected override Task<(object Store, string Root)> OpenAsync() =>
        Task.FromResult<(object, string)>((new LocalStore(TimeProvider.System), LocalStore.ToLocation(Folder["lake"])));
}
